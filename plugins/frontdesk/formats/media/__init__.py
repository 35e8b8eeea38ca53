"""Files that an author publishes, made clean: without the place, time and camera that they name (A7).

    kinds      bytes → what kind of file they are, whatever its name says
    clean      bytes → the same without what tells of a camera, or why that cannot be: the door
    pictures, colours, boxes, matroska, chunks, sound, documents, markup      one family of formats each
    pixels     what needs Pillow: a picture turned upright, whether all of it is there

No part of a picture, film or sound is encoded anew, but for a picture that a camera
saved lying on its side.
"""
