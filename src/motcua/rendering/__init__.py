"""Values and templates in, bytes out: PDF, docx, xlsx, QR."""
