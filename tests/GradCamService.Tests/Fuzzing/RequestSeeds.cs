using System.Text;
using GradCamService.Explain.Tests;

namespace GradCamService.Tests.Fuzzing;

/// <summary>Whole requests as they go over the wire.</summary>
internal static class RequestSeeds
{
    private const string Boundary = "b0undary";
    private const string FormType = $"multipart/form-data; boundary={Boundary}";

    private static readonly string Photo = Encoding.Latin1.GetString(TestData.Read("Images/one-pixel.png"));

    public static IReadOnlyList<byte[]> All { get; } =
    [
        Post("/v1/models/efficientnet-lite0/predictions", FormType, Form(File("image", "a.png"), Text("top", "2"))),
        Post("/v1/models/efficientnet-lite0/explanations", FormType, Form(
            File("image", "a.png"), Text("concept", "dog"), Text("concept", "281"), Text("method", "grad-cam"), Text("layer", "head"), Text("images", "none"),
            Text("threshold", "p90"), Text("fit", "pad"), Text("opacity", "0.5"), Text("counterfactual", "true"))),
        Post("/v1/models/efficientnet-lite0/explanations", FormType, Form(
            Text("top", "3"), Text("colormap", "viridis"), Text("draw", "boxes"), Text("against", "n02121808"), File("image", "a.png"))),
        Post("/v1/jobs", FormType, Form(
            Text("model", "efficientnet-lite0"), Text("priority", "low"), Text("keep", "1h"), Text("images", "none"), File("image", "a.png"), File("image", "ü.png"))),
        Post("/v1/jobs", FormType, Form(Text("model", "efficientnet-lite0"), Text("images", "none"), File("image.0", "a.png"), File("archive", "a.zip"))),
        Post("/v1/jobs", "application/json",
            $$"""{"model":"efficientnet-lite0","concept":["dog",281],"images":"none","fuse":false,"image":["{{Convert.ToBase64String(Encoding.Latin1.GetBytes(Photo))}}"]}"""),
        Chunked("/v1/models/efficientnet-lite0/predictions", FormType, Form(File("image", "a.png"), Text("top", "1"))),
    ];

    private static byte[] Post(string path, string type, string body) => Bytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nAccept: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

    private static byte[] Chunked(string path, string type, string body) => Bytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + string.Concat(body.Chunk(64).Select(chunk => FormattableString.Invariant($"{chunk.Length:x}\r\n{new string(chunk)}\r\n"))) + "0\r\n\r\n");

    private static string Form(params string[] parts) => string.Concat(parts.Select(part => $"--{Boundary}\r\n{part}\r\n")) + $"--{Boundary}--\r\n";

    private static string Text(string name, string value) => $"Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}";

    private static string File(string name, string file) =>
        $"Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: image/png\r\n\r\n{Photo}";

    private static byte[] Bytes(string request) => Encoding.Latin1.GetBytes(request);
}
