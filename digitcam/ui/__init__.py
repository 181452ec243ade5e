"""The page, and the server's part of it; the only room that imports Streamlit, streamlit-webrtc and Starlette.

`pages` holds one module per page, `components` what the pages are made of, `server` what runs once for all visitors,
`texts` every word that visitors read. Imports every room below: networks, video, pictures, notebook, reporting.
"""
