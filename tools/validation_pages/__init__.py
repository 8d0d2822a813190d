# SPDX-License-Identifier: Apache-2.0
"""Parts of tools/validation: runs of the program, pages written from them, what must hold."""
