# SPDX-License-Identifier: BSD-2-Clause
# The installation's shape (adl/build/platform.h), in the build folder and under the prefix.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/adlc)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/templates ${CMAKE_BINARY_DIR}/share/adlc/templates SYMBOLIC)
foreach(platform ${ADLC_PLATFORMS})
    file(MAKE_DIRECTORY ${ADLC_LIB}/${platform})
    configure_file(kernel/plat/${platform}/plat.yaml ${ADLC_LIB}/${platform}/plat.yaml COPYONLY)
endforeach()

include(GNUInstallDirs)
install(TARGETS adlc capdl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${ADLC_LIB}/ DESTINATION lib/adlc)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/templates DESTINATION share/adlc)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples DESTINATION share/doc/adlc)
foreach(section 1 5 7)
    file(GLOB pages CONFIGURE_DEPENDS man/*.${section})
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
