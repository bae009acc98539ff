from django.urls import path

from cxjourney.board import bulk_views, home_views, outline_views, palette_views, present_views, views

app_name = "board"

urlpatterns = [
    path("find/", palette_views.find, name="find"),
    path("maps/", home_views.map_list, name="map_list"),
    path("maps/<int:map>/", views.show_map, name="map"),
    path("maps/<int:map>/touchpoints/<int:placement>/", views.touchpoint_drawer, name="drawer"),
    path("maps/<int:map>/stages/<int:stage>/", views.stage_drawer, name="stage_drawer"),
    path("maps/tree/", home_views.map_tree, name="map_tree"),
    path("maps/<int:map>/menu/", views.map_menu, name="map_menu"),
    path("maps/<int:map>/lanes/", views.lanes_menu, name="lanes_menu"),
    path("maps/<int:map>/strip/", home_views.map_strip, name="map_strip"),
    path("maps/<int:map>/metrics-lane/", views.metrics_lane, name="metrics_lane"),
    path("maps/<int:map>/layers/", views.curve_layers, name="curve_layers"),
    path("stages/<int:stage>/menu/", views.stage_menu, name="stage_menu"),
    path("steps/<int:step>/menu/", views.step_menu, name="step_menu"),
    path("lanes/<int:lane>/menu/", views.lane_menu, name="lane_menu"),
    path("maps/<int:map>/present/", present_views.present, name="present"),
    path("maps/<int:map>/outline/", outline_views.outline, name="outline"),
    path("cards/<int:card>/menu/", outline_views.card_menu, name="card_menu"),
    path("placements/<int:placement>/menu/", outline_views.placement_menu, name="placement_menu"),
    path("stages/<int:stage>/pains/<int:pain>/menu/", outline_views.pain_menu, name="pain_menu"),
    path("maps/<int:map>/items/", bulk_views.map_items, name="map_items"),
    path("maps/<int:map>/settings/", home_views.map_settings, name="map_settings"),
]
