"""A VBA project as the bytes of ``vbaProject.bin``, written without Excel."""
