"""Remote signing over the API of the Cloud Signature Consortium (CSC API v2.0).

`calls` speaks HTTP with the service; `keys` is the RemoteKeys port made of those calls.
"""
