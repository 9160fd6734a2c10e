using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GradCamService.OpenApi;

/// <summary>Title, description and licence of the document. Servers are left out: it is the same behind every gateway.</summary>
internal static class DocumentFrame
{
    public static Task Apply(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "GradCamService",
            Version = "v1",
            Description = "Which pixels made the network say that? Grad-CAM, Guided Backpropagation and Guided Grad-CAM "
                + "(Selvaraju et al., ICCV 2017, arXiv:1610.02391) for any ONNX image network, as pictures, boxes and numbers. "
                + "Every error is application/problem+json.",
            License = new OpenApiLicense { Name = "MIT" },
        };
        document.Servers?.Clear();
        return Task.CompletedTask;
    }
}
