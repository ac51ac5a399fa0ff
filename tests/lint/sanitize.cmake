# SPDX-License-Identifier: BSD-2-Clause
# Sanitizers, coverage and fuzzing of the host side, chosen by preset.
set(ADLC_SANITIZE "" CACHE STRING "Sanitizers for host code, e.g. address,undefined")
option(ADLC_COVERAGE "Instrument host code for coverage" OFF)
option(ADLC_FUZZ "Build the fuzz targets (clang)" OFF)

if(ADLC_SANITIZE)
    add_compile_options(-fsanitize=${ADLC_SANITIZE} -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${ADLC_SANITIZE})
endif()
if(ADLC_COVERAGE)
    add_compile_options(--coverage)
    add_link_options(--coverage)
endif()
if(ADLC_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
