"""Removes place, time and device from the files that an author publishes (A7).

    strip_metadata    the door: bytes → the bytes to publish, or why the file cannot be published
    file_types        the first bytes of a file → its type
    images, icc_profiles, mp4, matroska, wav_aiff_avi, audio, pdf, svg    one family of formats each
    pixels            what needs Pillow: turns an image upright, finds damaged ones

What is kept is listed, so unknown metadata is removed as well. Nothing is encoded again,
except an image that a camera saved lying on its side.
"""
