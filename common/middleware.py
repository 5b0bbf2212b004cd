"""Middleware of the portal."""


class VietnameseFirst:
    """Ignore the browser's language: everybody starts in Vietnamese and changes it with the switch in the header.

    Office browsers are often set up in English by chance. Stands before LocaleMiddleware, which keeps the choice.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return self.get_response(request)
