"""Pictures of digits on paper, as cameras see them: what the paper network is trained on."""
