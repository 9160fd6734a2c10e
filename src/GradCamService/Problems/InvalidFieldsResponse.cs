using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Problems;

/// <summary>A problem document with all that is wrong, by field.</summary>
public sealed class InvalidFieldsResponse : ProblemDetails
{
    /// <summary>For each field that is at fault, what is wrong and what would be right.</summary>
    public IDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();
}
