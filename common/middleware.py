"""Middleware of the portal."""

from django.shortcuts import render


class VietnameseFirst:
    """Ignore the browser's language: everybody starts in Vietnamese and changes it with the switch in the header.

    Office browsers are often set up in English by chance. Stands before LocaleMiddleware, which keeps the choice.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return self.get_response(request)


class RefusedMethodInWords:
    """Give Django's empty 405 a page: who signs in again lands on the address that his button had sent to."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content or "text/html" not in request.headers.get("accept", ""):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
