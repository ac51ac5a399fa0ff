# SPDX-License-Identifier: BSD-2-Clause
# All tests of the host side, found by folder: a new case is a new folder or file, no list to edit.
if(NOT ADLC_TESTS)
    return()
endif()
find_package(PkgConfig REQUIRED)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
set(ADLC_TOOLS ${CMAKE_SOURCE_DIR}/tests/tools)
set(ADLC_TEST_ENV "LC_ALL=C;COLUMNS=80;NO_COLOR=1;ASAN_OPTIONS=detect_leaks=1")

# adlc_c_test(NAME SOURCE LABEL): one test program. In the source, `// link: a b` lines name further
# libraries, `// sources: a.c b/*.c` further sources (from the root), `// include: DIR` folders to
# search first ({build} is the build folder). `// slow: ARGUMENTS` adds a run with these as slow/NAME.
function(adlc_c_test name source label)
    file(STRINGS ${source} link_lines REGEX "^// link: ")
    file(STRINGS ${source} extra_lines REGEX "^// sources: ")
    file(STRINGS ${source} include_lines REGEX "^// include: ")
    # The library of the folder that tests/unit/<folder>/ mirrors, if it has one.
    set(libraries "")
    get_filename_component(folder ${name} DIRECTORY)
    string(REGEX REPLACE "^unit/" "" folder ${folder})
    string(REPLACE "/" "_" folder ${folder})
    if(TARGET ${folder})
        list(APPEND libraries ${folder})
    endif()
    foreach(line ${link_lines})
        string(REGEX REPLACE "^// link: " "" line "${line}")
        separate_arguments(words UNIX_COMMAND "${line}")
        list(APPEND libraries ${words})
    endforeach()
    set(extra "")
    foreach(line ${extra_lines})
        string(REGEX REPLACE "^// sources: " "" line "${line}")
        separate_arguments(words UNIX_COMMAND "${line}")
        foreach(word ${words})
            file(GLOB files CONFIGURE_DEPENDS ${word})
            list(APPEND extra ${files})
        endforeach()
    endforeach()
    string(MAKE_C_IDENTIFIER ${name} target)
    add_executable(${target} ${source} ${extra})
    foreach(line ${include_lines})
        string(REGEX REPLACE "^// include: " "" line "${line}")
        separate_arguments(words UNIX_COMMAND "${line}")
        foreach(word ${words})
            string(REPLACE "{build}" "${CMAKE_BINARY_DIR}" word ${word})
            target_include_directories(${target} BEFORE PRIVATE ${word})
        endforeach()
    endforeach()
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE ${libraries} PkgConfig::CMOCKA)
    adlc_warnings(${target} host)
    target_compile_options(${target} PRIVATE -Wno-conversion -Wno-sign-conversion
        -Wno-missing-prototypes -Wno-double-promotion -Wno-null-dereference)
    target_compile_definitions(${target} PRIVATE ADLC_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
        ADLC_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared" ADLC_BINARY_DIR="${CMAKE_BINARY_DIR}"
        ADLC_PROGRAM="${CMAKE_BINARY_DIR}/bin/adlc")
    add_test(NAME ${name} COMMAND ${target} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS ${label} SKIP_RETURN_CODE 77 TIMEOUT 120
        ENVIRONMENT "${ADLC_TEST_ENV}")
    file(STRINGS ${source} slow_line REGEX "^// slow: ")
    if(slow_line)
        string(REGEX REPLACE "^// slow: " "" arguments "${slow_line}")
        separate_arguments(arguments UNIX_COMMAND "${arguments}")
        add_test(NAME slow/${name} COMMAND ${target} ${arguments}
            WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        set_tests_properties(slow/${name} PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 1800
            ENVIRONMENT "${ADLC_TEST_ENV}")
    endif()
endfunction()

include(tests/fuzz/rpc/rpc_glue.cmake)

foreach(kind unit property differential)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS tests/${kind}/*test_*.c tests/${kind}/oracle_*.c)
    foreach(source ${sources})
        file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/tests ${source})
        string(REGEX REPLACE "\\.c$" "" name ${name})
        adlc_c_test(${name} ${source} ${kind})
    endforeach()
endforeach()

# Scripts that take long: tests/slow/*.sh BUILD-FOLDER
file(GLOB scripts CONFIGURE_DEPENDS tests/slow/*.sh)
foreach(script ${scripts})
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME slow/${name} COMMAND sh ${script} ${CMAKE_BINARY_DIR}
        WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(slow/${name} PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 7200
        ENVIRONMENT "${ADLC_TEST_ENV}")
endforeach()

# Golden cases: tests/golden/<suite>/<case>/{cmd,in.*,out,err,rc}
file(GLOB cases CONFIGURE_DEPENDS tests/golden/*/*/cmd)
foreach(case ${cases})
    get_filename_component(folder ${case} DIRECTORY)
    file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/tests ${folder})
    add_test(NAME ${name} COMMAND sh ${ADLC_TOOLS}/golden.sh ${CMAKE_BINARY_DIR}/bin ${folder})
    set_tests_properties(${name} PROPERTIES LABELS golden SKIP_RETURN_CODE 77 TIMEOUT 60
        ENVIRONMENT "${ADLC_TEST_ENV}")
endforeach()
add_custom_target(update-golden
    COMMAND ${CMAKE_COMMAND} -E env UPDATE=1 LC_ALL=C COLUMNS=80 NO_COLOR=1
        ${CMAKE_CTEST_COMMAND} -L golden --output-on-failure
    DEPENDS adlc capdl USES_TERMINAL)

# Lint and documentation.
foreach(rule layers limits names headers format)
    add_test(NAME lint/${rule} COMMAND sh ${CMAKE_SOURCE_DIR}/tests/lint/${rule}.sh
        WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(lint/${rule} PROPERTIES LABELS lint SKIP_RETURN_CODE 77 TIMEOUT 120
        ENVIRONMENT "ADLC_BINARY_DIR=${CMAKE_BINARY_DIR}")
endforeach()
file(GLOB pages CONFIGURE_DEPENDS man/*.[1357])
foreach(page ${pages})
    get_filename_component(name ${page} NAME)
    add_test(NAME docs/${name} COMMAND sh ${ADLC_TOOLS}/manual.sh ${page} $<TARGET_FILE:adlc>)
    set_tests_properties(docs/${name} PROPERTIES LABELS docs SKIP_RETURN_CODE 77 TIMEOUT 20)
endforeach()
add_test(NAME docs/options COMMAND sh ${ADLC_TOOLS}/manual_options.sh ${CMAKE_SOURCE_DIR}/man/adlc.1
    $<TARGET_FILE:adlc>)
set_tests_properties(docs/options PROPERTIES LABELS docs TIMEOUT 20)

# The installed library, as a program outside the project uses it.
add_test(NAME library/libcapdl COMMAND sh tests/library/libcapdl.sh ${CMAKE_BINARY_DIR} ${CMAKE_C_COMPILER}
    "${ADLC_SANITIZE}" WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(library/libcapdl PROPERTIES LABELS unit SKIP_RETURN_CODE 77 TIMEOUT 120
    ENVIRONMENT "${ADLC_TEST_ENV}")

# Boot tests: every example on every platform, and the scripts of tests/boot.
function(adlc_boot_test name platform)
    add_test(NAME ${name} COMMAND ${ARGN})
    set_tests_properties(${name} PROPERTIES LABELS "boot;${ADLC_PLATFORM_CPU_${platform}}"
        SKIP_RETURN_CODE 77 TIMEOUT 300 ENVIRONMENT "${ADLC_TEST_ENV}")
endfunction()
file(GLOB examples CONFIGURE_DEPENDS examples/*/expected.txt)
file(GLOB scripts CONFIGURE_DEPENDS tests/boot/*.sh)
foreach(platform ${ADLC_PLATFORMS})
    foreach(expected ${examples})
        get_filename_component(folder ${expected} DIRECTORY)
        get_filename_component(example ${folder} NAME)
        adlc_boot_test(boot/${platform}/${example} ${platform}
            sh ${ADLC_TOOLS}/boot.sh ${CMAKE_BINARY_DIR} ${folder} ${platform})
    endforeach()
    foreach(script ${scripts})
        get_filename_component(name ${script} NAME_WE)
        adlc_boot_test(boot/${platform}/${name} ${platform}
            sh ${script} ${CMAKE_BINARY_DIR} ${platform})
    endforeach()
endforeach()

# The CMake package: projects of tests/cmake.
foreach(platform qemu-riscv-virt qemu-arm-virt)
    adlc_boot_test(boot/${platform}/cmake ${platform}
        sh ${CMAKE_SOURCE_DIR}/tests/cmake/cmake.sh ${CMAKE_BINARY_DIR} ${platform})
endforeach()

adlc_boot_test(boot/qemu-riscv-virt/installed qemu-riscv-virt
    sh ${CMAKE_SOURCE_DIR}/tests/cmake/install.sh ${CMAKE_BINARY_DIR} qemu-riscv-virt)

# Fuzz targets: built by the `fuzz` preset; elsewhere the same entry points replay their corpus.
file(GLOB sources CONFIGURE_DEPENDS tests/fuzz/fuzz_*.c)
foreach(source ${sources})
    get_filename_component(target ${source} NAME_WE)
    if(ADLC_FUZZ)
        add_executable(${target} ${source})
        target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    else()
        add_executable(${target} ${source} tests/fuzz/replay.c)
    endif()
    file(STRINGS ${source} link_lines REGEX "^// link: ")
    string(REGEX REPLACE "// link: " "" link_lines "${link_lines}")
    separate_arguments(libraries UNIX_COMMAND "${link_lines}")
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE ${libraries})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_test(NAME fuzz/${target}
        COMMAND sh ${ADLC_TOOLS}/fuzz.sh $<TARGET_FILE:${target}> ${CMAKE_SOURCE_DIR}/tests/fuzz
            $<BOOL:${ADLC_FUZZ}>)
    set_tests_properties(fuzz/${target} PROPERTIES LABELS fuzz-smoke TIMEOUT 180
        ENVIRONMENT "${ADLC_TEST_ENV}")
endforeach()
