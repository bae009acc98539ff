from django.urls import path

from cxjourney.personas.views import library, sections, sheet

app_name = "personas"

urlpatterns = [
    path("personas/", library.persona_list, name="persona_list"),
    path("personas/new/", library.persona_create, name="persona_create"),
    path("personas/<int:persona>/", sheet.persona_show, name="persona_show"),
    path("personas/<int:persona>/head/", sheet.persona_head, name="persona_head"),
    path("personas/<int:persona>/edit/", sheet.persona_edit, name="persona_edit"),
    path("personas/<int:persona>/image/", sheet.persona_image, name="persona_image"),
    path("personas/<int:persona>/duplicate/", library.persona_duplicate, name="persona_duplicate"),
    path("personas/<int:persona>/archive/", library.persona_archive, name="persona_archive"),
    path("personas/<int:persona>/restore/", library.persona_restore, name="persona_restore"),
    path("personas/<int:persona>/remove/", library.persona_remove, name="persona_remove"),
    path("personas/<int:persona>/sections/new/", sections.section_create, name="section_create"),
    path("personas/sections/<int:persona_section>/", sections.section_show, name="section_show"),
    path("personas/sections/<int:persona_section>/edit/", sections.section_edit, name="section_edit"),
    path("personas/sections/<int:persona_section>/remove/", sections.section_remove, name="section_remove"),
    path("personas/sections/<int:persona_section>/items/new/", sections.item_create, name="item_create"),
    path("personas/items/<int:persona_item>/edit/", sections.item_edit, name="item_edit"),
    path("personas/items/<int:persona_item>/move/", sections.item_move, name="item_move"),
    path("personas/items/<int:persona_item>/remove/", sections.item_remove, name="item_remove"),
    path("personas/images/<int:persona_image>/", sheet.image_show, name="image_show"),
    path("personas/images/<int:persona_image>/thumb/", sheet.image_thumb, name="image_thumb"),
]
