using GradCamService.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>The answers that a route may give besides its own: problems with what they mean, and binary forms.</summary>
internal static class AnswerDocumentation
{
    public static async Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        if (operation.Responses.TryGetValue("200", out var ok) && ok.Content is { } forms)
            foreach (var (type, media) in forms.Where(form => form.Key is "image/png" or "application/x-npz"))
                (media).Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<InferenceProblemsAttribute>().Any())
            return;
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), cancellationToken: cancellation);
        var fields = await context.GetOrCreateSchemaAsync(typeof(InvalidFieldsResponse), cancellationToken: cancellation);
        foreach (var (status, meaning) in InferenceProblemsAttribute.Meanings)
            operation.Responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = status == 422 ? fields : problem },
                },
            };
    }
}
