"""run.py PROGRAM ARGUMENT...: runs a program that the build has made, and ends as it does."""
import os
import subprocess
import sys

sys.exit(subprocess.run([os.path.abspath(sys.argv[1])] + sys.argv[2:]).returncode)
