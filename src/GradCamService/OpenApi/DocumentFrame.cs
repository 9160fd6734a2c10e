using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>Title, description, licence and contact of the document.</summary>
internal static class DocumentFrame
{
    // From where the document is: it is the same behind every gateway and path prefix.
    private const string Server = "..";

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
        // No operation asks who calls.
        document.Security = [new OpenApiSecurityRequirement()];
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
}
