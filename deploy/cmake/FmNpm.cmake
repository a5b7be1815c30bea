# Pages that npm makes. Without npm the program is built without them, and says how to get them.
find_program(FM_NPM npm)
if(NOT FM_NPM)
  message(STATUS "npm is not there: the dashboard and the reference of the API are left out")
endif()

# fm_npm_install(FOLDER file...): what is pinned by the lock of FOLDER is fetched once; it gives the files.
function(fm_npm_install folder)
  add_custom_command(OUTPUT ${ARGN}
    COMMAND ${FM_NPM} ci --ignore-scripts --no-audit --no-fund --silent
    WORKING_DIRECTORY ${folder}
    DEPENDS ${folder}/package-lock.json
    COMMENT "Fetching what ${folder} needs from npm" VERBATIM)
endfunction()
