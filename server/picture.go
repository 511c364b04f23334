package main

// picture draws the picture of a link.
var picture func(rawQuery string) (Page, error)
