"""The pages in the browser, and the server that delivers them.

The only room that imports Streamlit, streamlit-webrtc and Starlette. `pages` holds one module per page, `components`
the parts of pages, `server` what runs once for all visitors, `texts` every text that visitors read. Imports the rooms
below: networks, video, pictures, notebook, recognition, reporting.
"""
