# SPDX-License-Identifier: BSD-2-Clause
file(READ "${IN}" text)
string(REPLACE "@SEMICOLON@" ";" text "${text}")
file(WRITE "${OUT}" "${text}")
