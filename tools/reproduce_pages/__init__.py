# SPDX-License-Identifier: Apache-2.0
"""Parts of tools/reproduce: runs of the program, pages written from them, what must hold."""
