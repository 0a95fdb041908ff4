"""Between the engine and the pages: what is read, changed, calculated and drawn, without tables of ours.

Importing this package loads NumPy and SciPy (a second or two). ``urls`` therefore loads the views when they are first
asked for, and the web server loads them when it starts.
"""
