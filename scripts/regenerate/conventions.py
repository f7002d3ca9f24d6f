"""What the pipeline assumes of Pivotal's API beside its contract. ARCHITECTURE.md lists what the runtime assumes."""

PACKAGE = "pivotal_api"

# A list returns a page of rows, and is walked by passing the cursor of the next page in the query.
CURSOR = "cursor"
ROWS, HAS_MORE, NEXT_CURSOR = "data", "has_more", "next_cursor"

# A string such as `customer_id` refers to a record, so a model can be passed in its place.
REFERENCE_SUFFIX = "_id"

# The error class by status; a test compares it with the runtime. Any operation can answer 429 and 5xx.
ERROR_CLASSES = {
    "400": "InvalidRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
}
