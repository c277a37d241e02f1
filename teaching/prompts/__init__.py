"""The one place where prompts are spelled: `chat` has the format of the local model, `tasks` what models are asked."""
