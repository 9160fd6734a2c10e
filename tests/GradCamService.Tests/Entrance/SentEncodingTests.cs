using System.IO.Compression;
using System.Net;
using Xunit;

namespace GradCamService.Tests.Entrance;

/// <summary>Bodies that come compressed.</summary>
[Collection(ServiceTests.Name)]
public sealed class SentEncodingTests(SharedService service)
{
    private const string Explanations = "/v1/models/efficientnet-lite0/explanations";
    private const string Type = "multipart/form-data; boundary=b";

    // 51 times Upload:MaxBytes, in about 5 MB.
    private const long BombBytes = 1L << 30;

    // A place holds one upload of 20 MiB, twice while it grows; the rest is the runtime's.
    private const long MostHeld = 200L << 20;

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_form_is_read_as_the_plain_one(string encoding)
    {
        using var plain = Form.Of("chelsea.png", ("images", "none"), ("concept", "tiger cat"));
        using var content = await CompressedAsync(plain, encoding);

        var answer = await service.PostAsync(Explanations, content).JsonAsync();

        Assert.Equal("tiger cat", answer.GetProperty("explanations")[0].GetProperty("concept").GetProperty("label").GetString());
    }

    [Theory]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    public async Task An_encoding_that_is_not_unpacked_is_refused_with_those_that_are(string encoding)
    {
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.TryAddWithoutValidation("Content-Type", Type);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        var response = await service.PostAsync(Explanations, content);

        Assert.Contains("gzip", Assert.Single(response.Headers.GetValues("Accept-Encoding")), StringComparison.Ordinal);
        var problem = await Task.FromResult(response).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        Assert.Contains("Content-Encoding", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_body_is_the_callers_fault()
    {
        using var content = new ByteArrayContent([1, 2, 3, 4, 5, 6, 7, 8]);
        content.Headers.TryAddWithoutValidation("Content-Type", Type);
        content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");

        await service.PostAsync(Explanations, content).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_bomb_is_refused_where_it_passes_the_limit_of_uploads_and_memory_stands_still()
    {
        using var process = ServiceProcess.Start();
        await process.UntilReadyAsync();
        await process.Client.PostAsync(Explanations, Form.Of("chelsea.png", ("images", "none"))).JsonAsync();
        var before = process.ResidentBytes;

        for (var i = 0; i < 4; i++)
        {
            using var content = Bomb();
            var problem = await process.Client.PostAsync(Explanations, content).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
            Assert.Contains("20971520 bytes", problem.Detail, StringComparison.Ordinal);
        }

        Assert.InRange(process.ResidentBytes - before, long.MinValue, MostHeld);
    }

    private static ByteArrayContent Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n"u8);
            var zeros = new byte[1 << 20];
            for (long written = 0; written < BombBytes; written += zeros.Length)
                gzip.Write(zeros);
        }
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", Type);
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static async Task<ByteArrayContent> CompressedAsync(HttpContent plain, string encoding)
    {
        using var packed = new MemoryStream();
        await using (Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await plain.CopyToAsync(stream);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = plain.Headers.ContentType;
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
