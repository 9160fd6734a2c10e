using System.Text.Json.Serialization;

namespace GradCamService.Problems;

/// <summary>A problem document, RFC 9457.</summary>
public record ProblemResponse
{
    /// <summary>Where the status is defined.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem, the same for all of its kind.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request, and what would be right.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    public required string Instance { get; init; }

    /// <summary>By which the log knows this request: the trace of its <c>traceparent</c>, 32 hexadecimal digits.</summary>
    public required string TraceId { get; init; }
}

/// <summary>A problem document with all that is wrong, by field.</summary>
public sealed record InvalidFieldsResponse : ProblemResponse
{
    /// <summary>For each field that is at fault, what is wrong and what would be right. Absent where the image is at fault.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IDictionary<string, string[]>? Errors { get; init; }
}
