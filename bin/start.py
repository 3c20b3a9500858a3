"""Start cctl from a checkout, isolated (`-I -S`): the package beside this folder, its needs from the environment.

Both come after the standard library: half of what is imported is there, and each folder before it is asked first.
"""

import sys

_here = __file__.rpartition("/")[0]
_lib = f"/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
sys.path += [_here + "/..", sys.executable.rpartition("/bin/")[0] + "/lib" + _lib]

from cctl.__main__ import main  # noqa: E402 -- the path comes first

main()
