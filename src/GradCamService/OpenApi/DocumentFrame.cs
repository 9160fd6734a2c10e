using GradCamService.Configuration;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>Title, description, licence and contact of the document.</summary>
internal static class DocumentFrame
{
    // From where the document is: it is the same behind every gateway and path prefix.
    private const string Server = "..";

    private const string Bearer = "bearer";
    private const string Key = "apiKey";

    public static Task Apply(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "GradCamService",
            Version = "v1",
            Description = "Which pixels made the network say that? Grad-CAM and Guided Grad-CAM (Selvaraju et al., ICCV 2017, arXiv:1610.02391), other "
                + "maps, attributions and black-box methods for any ONNX image network, as pictures, boxes and numbers. "
                + "To look at explanations in a browser, there is [the page](../). Every error is application/problem+json. "
                + "Lengths are pixels of the upload after its EXIF orientation. Operation: /health/live, /health/ready, /metrics.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            Contact = new OpenApiContact { Name = "GradCamService contributors" },
        };
        Secure(document, isNeeded: context.ApplicationServices.GetRequiredService<IOptions<AuthOptions>>().Value.IsOn);
        document.Servers = [new OpenApiServer { Url = Server }];
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Models", Description = "What is served, and what it can be asked." },
            new() { Name = "Predictions", Description = "What a model says of an image." },
            new() { Name = "Explanations", Description = "Which pixels made it say that." },
            new() { Name = "Datasets", Description = "Photos whose contents are known." },
            new() { Name = "Jobs", Description = "Work that outlives its request: many photos, an evaluation, a slow method." },
        };
        return Task.CompletedTask;
    }

    /// <summary>How callers say who they are; where the service does not ask, they need not.</summary>
    private static void Secure(OpenApiDocument document, bool isNeeded)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key or a token: Authorization: Bearer KEY.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-Api-Key",
            Description = "A key.",
        });
        document.Security =
        [
            .. isNeeded ? Array.Empty<OpenApiSecurityRequirement>() : [new OpenApiSecurityRequirement()],
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] },
        ];
    }
}
