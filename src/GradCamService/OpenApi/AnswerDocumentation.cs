using System.Globalization;
using System.Net.Mime;
using GradCamService.Answers;
using GradCamService.Models;
using GradCamService.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>The answers that a route may give: problems with what they mean, binary forms, headers, an example.</summary>
internal static class AnswerDocumentation
{
    private static readonly string[] Successes = ["200", "202"];

    private static readonly (string, string, JsonSchemaType) Disposition =
        ("Content-Disposition", "Of a file: its name, and whether it is shown (inline) or saved (attachment).", JsonSchemaType.String);

    private static readonly (string, string, JsonSchemaType) Timing =
        ("Server-Timing", "Milliseconds of each stage: queue, decode, forward, backward, render, total.", JsonSchemaType.String);

    private static readonly (string, string, JsonSchemaType)[] OfModel =
    [
        (ModelEntrance.VersionHeader, "The model's version that answered, percent-encoded.", JsonSchemaType.String),
        (ModelEntrance.DigestHeader, "Digest of its network.", JsonSchemaType.String),
    ];

    private static readonly (string, string, JsonSchemaType)[] OfPicture =
    [
        ("X-Concept", "Of a picture: the label of what is explained, percent-encoded where it is not ASCII.", JsonSchemaType.String),
        ("X-Score", "Of a picture: its score.", JsonSchemaType.Number),
        ("X-Box", "Of a picture: x, y, width, height of the largest segment; absent where there is none.", JsonSchemaType.String),
    ];

    private static readonly string[] Pictures = [.. PictureAnswer.Formats.Select(format => format.MediaType)];

    /// <summary>Answers that are files, by operation, and headers that come with them.</summary>
    private static readonly Dictionary<string, (string[] MediaTypes, (string, string, JsonSchemaType)[] Headers)> Files = new()
    {
        ["Explain"] = ([.. Pictures, NpzAnswer.MediaType], [Timing, .. OfModel, .. OfPicture]),
        ["ExplainAsPicture"] = (Pictures, [Timing, .. OfModel, .. OfPicture]),
        ["ExplainAsNumbers"] = ([NpzAnswer.MediaType], [Timing, .. OfModel]),
        ["Predict"] = ([], [.. OfModel]),
        ["GetItem"] = ([.. Pictures, NpzAnswer.MediaType], OfPicture),
        ["GetResult"] = ([MediaTypeNames.Application.Zip], []),
        ["GetResultArchive"] = ([MediaTypeNames.Application.Zip], []),
    };

    public static async Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        foreach (var success in Successes)
            if (operation.Responses.TryGetValue(success, out var answer) && answer is OpenApiResponse ok)
                Complete(ok, operation.OperationId);
        var problem = await Component(nameof(ProblemResponse), typeof(ProblemResponse), context, cancellation);
        var fields = await Component(nameof(InvalidFieldsResponse), typeof(InvalidFieldsResponse), context, cancellation);
        foreach (var attribute in context.Description.ActionDescriptor.EndpointMetadata.OfType<ProblemAnswersAttribute>())
            foreach (var (status, meaning) in attribute.Meanings)
                operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
                {
                    Description = meaning,
                    Headers = HeadersOf(status),
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["application/problem+json"] = new OpenApiMediaType { Schema = status == 422 ? fields : problem },
                    },
                };
    }

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) => status switch
    {
        401 => Headers(("WWW-Authenticate", "What is asked for.", JsonSchemaType.String)),
        429 or 503 => Headers(("Retry-After", "Seconds after which to try again.", JsonSchemaType.Integer)),
        _ => null,
    };

    private static void Complete(OpenApiResponse ok, string? operation)
    {
        if (ok.Content?.TryGetValue(JsonAnswer.MediaType, out var json) == true)
            json.Example = Examples.Of(operation);
        if (operation is null || !Files.TryGetValue(operation, out var files))
            return;
        ok.Content ??= new Dictionary<string, OpenApiMediaType>();
        foreach (var mediaType in files.MediaTypes)
            ok.Content[mediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        ok.Headers = Headers(files.MediaTypes.Length == 0 ? files.Headers : [.. files.Headers, Disposition]);
    }

    private static Dictionary<string, IOpenApiHeader> Headers(params (string Name, string Meaning, JsonSchemaType Type)[] headers) =>
        headers.ToDictionary(header => header.Name, header => (IOpenApiHeader)new OpenApiHeader
        {
            Description = header.Meaning,
            Schema = new OpenApiSchema { Type = header.Type },
        });

    private static async Task<OpenApiSchemaReference> Component(
        string name, Type type, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        context.Document!.AddComponent(name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellation));
        return new OpenApiSchemaReference(name, context.Document);
    }
}
