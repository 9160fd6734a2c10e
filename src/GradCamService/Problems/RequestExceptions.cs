using GradCamService.Explain.Naming;

namespace GradCamService.Problems;

/// <summary>The resource of the URL does not exist.</summary>
internal sealed class NotFoundException(string message) : Exception(message);

/// <summary>The request has no image, or an empty one.</summary>
internal sealed class MissingImageException(string message) : Exception(message);

/// <summary>The request is larger than it may be.</summary>
internal sealed class UploadTooLargeException(int maxBytes)
    : Exception(FormattableString.Invariant($"The request is larger than the {maxBytes} bytes that Upload:MaxBytes allows."));

/// <summary>The request's body is not a form.</summary>
/// <param name="contentType">What it is.</param>
/// <param name="expected">What it may be.</param>
internal sealed class UnsupportedBodyException(string? contentType, string expected)
    : Exception($"The body must be {expected}; it is {(contentType is null ? "of no declared type" : $"'{contentType}'")}.");

/// <summary>The request's body is compressed in a way that is not unpacked.</summary>
/// <param name="encoding">What it is.</param>
/// <param name="known">What it may be.</param>
internal sealed class UnsupportedEncodingException(string encoding, IEnumerable<string> known)
    : Exception($"The body's Content-Encoding is '{Names.Shorten(encoding)}'; it may be {string.Join(" or ", known)}, once, or none.")
{
    public string Known { get; } = string.Join(", ", known);
}

/// <summary>None of the types in the Accept header can be given.</summary>
internal sealed class NotAcceptableException(IEnumerable<string> offered)
    : Exception($"None of the accepted types can be given; there are {string.Join(", ", offered)}.");

/// <summary>A picture was asked for and there is nothing to draw.</summary>
internal sealed class NothingToDrawException(string message) : Exception(message);

/// <summary>What is asked of a job is there only once it has finished.</summary>
/// <param name="message">What is not there.</param>
/// <param name="retryAfter">When it may be; null: never.</param>
internal sealed class JobUnfinishedException(string message, TimeSpan? retryAfter) : Exception(message)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>A problem that was found before and kept.</summary>
internal sealed class KeptProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}

/// <summary>A job was accepted for a network that is not served any longer.</summary>
internal sealed class ModelReplacedException(string model) : Exception(
    $"The network of '{model}' is not the one that the job was accepted for; another would give other answers. Send the job again.");

/// <summary>A job was accepted for a dataset that is not as it was.</summary>
internal sealed class DatasetReplacedException(string dataset) : Exception(
    $"The dataset '{dataset}' is not as it was when the job was accepted; parts of two would give figures of none. Send the job again.");

/// <summary>A dataset was read, and none of its photos can be.</summary>
/// <param name="image">One of them.</param>
/// <param name="problem">What is wrong with it.</param>
internal sealed class UnreadableDatasetException(string image, string problem) : Exception(
    $"No photo of the dataset can be read; of '{image}': {problem}");

/// <summary>A job has more photos or bytes than it may have.</summary>
internal sealed class JobTooLargeException : Exception
{
    private JobTooLargeException(string message)
        : base(message)
    {
    }

    public static JobTooLargeException Items(int most) =>
        new(FormattableString.Invariant($"A job has at most {most} photos (Jobs:MaxItems); send several."));

    public static JobTooLargeException Bytes(long most) =>
        new(FormattableString.Invariant($"A job has at most {most} bytes (Jobs:MaxBytes); send several."));
}
