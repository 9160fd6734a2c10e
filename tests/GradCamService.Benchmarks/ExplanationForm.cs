using System.Net.Http.Headers;

namespace GradCamService.Benchmarks;

/// <summary>A request for an explanation.</summary>
internal static class ExplanationForm
{
    public static readonly Uri Lite0 = new("/v1/models/efficientnet-lite0/explanations", UriKind.Relative);

    public static MultipartFormDataContent Of(byte[] jpeg, params (string Field, string Value)[] fields)
    {
        var image = new ByteArrayContent(jpeg);
        image.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var form = new MultipartFormDataContent { { image, "image", "photo.jpg" } };
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        return form;
    }
}
