namespace GradCamService.Problems;

/// <summary>The resource of the URL does not exist.</summary>
internal sealed class NotFoundException(string message) : Exception(message);

/// <summary>The request has no image, or an empty one.</summary>
internal sealed class MissingImageException(string message) : Exception(message);

/// <summary>The request is larger than it may be.</summary>
internal sealed class UploadTooLargeException(int maxBytes)
    : Exception(FormattableString.Invariant($"The request is larger than the {maxBytes} bytes that Upload:MaxBytes allows."));

/// <summary>The request's body is not a form.</summary>
internal sealed class UnsupportedBodyException(string? contentType)
    : Exception($"The body must be multipart/form-data with a part 'image'; it is {(contentType is null ? "of no declared type" : $"'{contentType}'")}.");

/// <summary>None of the types in the Accept header can be given.</summary>
internal sealed class NotAcceptableException(IEnumerable<string> offered)
    : Exception($"None of the accepted types can be given; there are {string.Join(", ", offered)}.");

/// <summary>A picture was asked for and there is nothing to draw.</summary>
internal sealed class NothingToDrawException(string message) : Exception(message);
