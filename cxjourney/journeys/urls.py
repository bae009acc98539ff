from django.urls import path

from cxjourney.journeys.views import cards, channels, lanes, maps, stages, touchpoints

app_name = "journeys"

urlpatterns = [
    path("maps/new/", maps.map_create, name="map_create"),
    path("maps/<int:map>/edit/", maps.map_edit, name="map_edit"),
    path("maps/<int:map>/archive/", maps.map_archive, name="map_archive"),
    path("maps/<int:map>/restore/", maps.map_restore, name="map_restore"),
    path("maps/<int:map>/stages/new/", stages.stage_create, name="stage_create"),
    path("stages/<int:stage>/edit/", stages.stage_edit, name="stage_edit"),
    path("stages/<int:stage>/move/", stages.stage_move, name="stage_move"),
    path("stages/<int:stage>/remove/", stages.stage_remove, name="stage_remove"),
    path("stages/<int:stage>/assumed/", stages.stage_assumed, name="stage_assumed"),
    path("maps/<int:map>/lanes/new/", lanes.lane_create, name="lane_create"),
    path("lanes/<int:lane>/edit/", lanes.lane_edit, name="lane_edit"),
    path("lanes/<int:lane>/move/", lanes.lane_move, name="lane_move"),
    path("lanes/<int:lane>/fold/", lanes.lane_fold, name="lane_fold"),
    path("lanes/<int:lane>/hide/", lanes.lane_hide, name="lane_hide"),
    path("lanes/<int:lane>/remove/", lanes.lane_remove, name="lane_remove"),
    path("lanes/<int:lane>/stages/<int:stage>/cards/new/", cards.card_create, name="card_create"),
    path("cards/<int:card>/", cards.card_show, name="card_show"),
    path("cards/<int:card>/edit/", cards.card_edit, name="card_edit"),
    path("cards/<int:card>/move/", cards.card_move, name="card_move"),
    path("cards/<int:card>/remove/", cards.card_remove, name="card_remove"),
    path("cards/<int:card>/duplicate/", cards.card_duplicate, name="card_duplicate"),
    path("stages/<int:stage>/touchpoints/new/", touchpoints.placement_create, name="placement_create"),
    path("touchpoints/search/", touchpoints.touchpoint_search, name="touchpoint_search"),
    path("placements/<int:placement>/move/", touchpoints.placement_move, name="placement_move"),
    path("placements/<int:placement>/remove/", touchpoints.placement_remove, name="placement_remove"),
    path("placements/<int:placement>/assumed/", touchpoints.placement_assumed, name="placement_assumed"),
    path("touchpoints/<int:touchpoint>/edit/", touchpoints.touchpoint_edit, name="touchpoint_edit"),
    path("settings/channels/", channels.channel_list, name="channel_list"),
    path("settings/channels/new/", channels.channel_create, name="channel_create"),
    path("settings/channels/<int:channel>/edit/", channels.channel_edit, name="channel_edit"),
    path("settings/channels/<int:channel>/remove/", channels.channel_remove, name="channel_remove"),
]
