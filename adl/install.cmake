# SPDX-License-Identifier: BSD-2-Clause
# The installation's shape (loader/pack/platform.h), in the build folder and under the prefix.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/adlc)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/templates ${CMAKE_BINARY_DIR}/share/adlc/templates SYMBOLIC)
# `adlc explain` reads its texts from the manual page.
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/man/adlc-diagnostics.7
    ${CMAKE_BINARY_DIR}/share/adlc/adlc-diagnostics.7 SYMBOLIC)
foreach(platform ${ADLC_PLATFORMS})
    file(MAKE_DIRECTORY ${ADLC_LIB}/${platform})
    configure_file(kernel/plat/${platform}/plat.yaml ${ADLC_LIB}/${platform}/plat.yaml COPYONLY)
    # board.dts goes into images, devices.dts only answers queries
    file(GLOB trees CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kernel/plat/${platform}/*.dts)
    set(blobs)
    foreach(tree ${trees})
        find_program(DTC dtc REQUIRED)
        get_filename_component(stem ${tree} NAME_WE)
        set(blob ${ADLC_LIB}/${platform}/${stem}.dtb)
        add_custom_command(OUTPUT ${blob} COMMAND ${DTC} -q -O dtb -o ${blob} ${tree}
            DEPENDS ${tree} COMMENT "Compiling the device tree of ${platform}" VERBATIM)
        list(APPEND blobs ${blob})
    endforeach()
    add_custom_target(board-${platform} ALL DEPENDS ${blobs})
endforeach()

# The CMake package, of the same shape in the build folder.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/lib/cmake)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/adl/cmake ${CMAKE_BINARY_DIR}/lib/cmake/adlc SYMBOLIC)

include(GNUInstallDirs)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/adl/cmake/ DESTINATION lib/cmake/adlc)
install(TARGETS adlc capdl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${ADLC_LIB}/ DESTINATION lib/adlc
    PATTERN conformance.elf EXCLUDE PATTERN "stress*.elf" EXCLUDE PATTERN snapshot.elf EXCLUDE PATTERN "bench*.elf" EXCLUDE PATTERN latency.elf EXCLUDE
    PATTERN kernel_checked.elf EXCLUDE PATTERN kernel_fast.elf EXCLUDE PATTERN kernel_slow.elf EXCLUDE PATTERN kernel_latency.elf EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/templates DESTINATION share/adlc)
install(FILES ${CMAKE_SOURCE_DIR}/capdl/forms/capdl.dtd DESTINATION share/adlc)
install(FILES ${CMAKE_SOURCE_DIR}/man/adlc-diagnostics.7 DESTINATION share/adlc)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples DESTINATION share/doc/adlc)
foreach(section 1 3 5 7)
    file(GLOB pages CONFIGURE_DEPENDS man/*.${section})
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
