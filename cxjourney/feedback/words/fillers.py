"""Words that are frequent in feedback and say nothing about its topic, beside the database's stop words.

Judgements (good, poor) are left out too: a theme says what is spoken of, its mood says how.
"""

FILLERS = {
    "en": """
        able about actually again ago all almost already also although always amazing another anyone anything
        arrive arrived asked aren around available away awful back bad become best better big bit came can
        cannot certainly come could couldn day days definitely despite did didn different doesn done due
        either else end enjoy enough especially even ever every everyone everything excellent expect expected
        experience extremely fantastic far feel felt few find fine first found full gave get gets getting give
        given goes going good got great hadn half hard hasn haven having highly hope horrible however huge
        instead isn just keep know lack large last least left less let like little long look looked looking
        lot lots love made main major make makes making many may maybe might minutes mine much must near need
        needed needs never new next nice non none nothing now number offer offered often okay old one ones
        only other others otherwise overall part people perfect perhaps place plenty please point poor
        possible pretty probably problem put quite rather real really reason recommend right said saw say
        seem seemed seems several shouldn side similar simply since small someone something sometimes soon
        still stuff sure take taken taking tell terrible thank thanks thing things think though thought three
        time times today together told took top total totally tried truly try trying two twice under unless
        until use used using usual usually various via visit want wanted wasn way week well went weren whole
        will within without won wonderful work works worse worst would wouldn year years yes yet
        hour hours minute month months four five six seven eight nine ten second third good-bye etc
    """,
    "de": """
        aber alle allem alles auch beim bereits besser beste bin bisschen bitte danke dann darf dass denn
        dennoch deshalb dort doch durch eben eher eigentlich einfach einige einmal endlich etwa etwas fast
        finde ganz gar geben gemacht genau gern gerne gibt ging gleich groß gut gute guten guter haben hätte
        heute hier hätte immer irgendwie ja jeder jedoch kam kann kein keine konnte könnte lange leider
        letzte mal man mehr mehrere meist muss müssen nach nein nett neu nichts nie noch nun nur oft ohne
        okay prima recht schlecht schlechte schnell schon schön sehr seit selbst sogar soll sollte super
        teilweise toll trotz trotzdem viel viele vielleicht völlig wäre war waren weil wenig wenn wieder
        wirklich wohl wollte wurde würde zwei drei zum zur
    """,
    "fr": """
        ainsi alors après assez aucun aucune aussi autre autres avant avoir beaucoup bien bon bonne bonnes
        bons car cela certains chaque chez comme contre depuis dernière déjà donc dont encore enfin entre
        environ excellent excellente faire fait faut fois grand grande gros jamais jour jours juste lors
        lorsque mal malgré mauvais mauvaise même mieux moins mois non parce parfait parfois peu peut plus
        plusieurs plutôt pourtant pouvoir pourrait première presque puis quand quelque quelques rien sans
        seul seulement si souvent super surtout tant tard tous tout toute toutes toujours trop très trois
        vers vite voir vraiment
    """,
    "es": """
        ahora algo alguna algunas algunos alguno ante antes aquí aunque bastante bien bueno buena buenas
        buenos cada casi cosa cosas creo cuando cualquier debe deben demás demasiado dentro desde después
        día días dos encima entonces excelente fue fueron gran hace hacen hacer hacia hasta hay hora horas
        hubo incluso luego mal mala malo mayor mejor menos mientras mismo misma mucha muchas mucho muchos muy
        nada nadie nunca otra otras otro otros parece parte peor pero poca poco podría porque puede pueden
        pues quizá sea según sido siempre sino sobre solo sólo tal también tan tanto tener tiene tienen toda
        todas todo todos todavía tres una vez veces ver verdad ya
    """,
}
SETS = {language: frozenset(words.split()) for language, words in FILLERS.items()}


def is_filler(language: str, word: str) -> bool:
    return len(word) < 3 or word in SETS.get(language, ())
