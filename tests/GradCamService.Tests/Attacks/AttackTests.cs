using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GradCamService.Explain.Tests;
using SkiaSharp;
using Xunit;

namespace GradCamService.Tests.Attacks;

/// <summary>What has broken services like this one: little that costs much. Against a process of its own, whose memory is watched.</summary>
[Trait("Category", "Soak")]
[Collection(nameof(MemoryTests))]
public sealed class AttackTests(ITestOutputHelper output)
{
    private const long Budget = 512 << 20;

    /// <summary>What the budget does not count: garbage between two collections, buffers of the server, and tensors, which have a budget of their own.</summary>
    private const double Uncounted = 0.25;

    // A page of text; a thousand mistakes in words would be a megabyte.
    private const int LongestProblem = 64 << 10;

    // PNGs are decoded row by row, some after the other: some are answered, the rest find no memory or no time. A WebP is decoded whole, which takes more
    // than half of this budget, so that each is refused by its header.
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 64, 200, new[] { 200, 429, 504 })]
    [InlineData(SKEncodedImageFormat.Webp, 16, 413, new[] { 413 })]
    public async Task Small_files_of_49_megapixels_stay_within_the_budget(SKEncodedImageFormat format, int count, int some, int[] all)
    {
        var bomb = Hostile.Bomb(format);
        using var service = ServiceProcess.Start(("Queue__MemoryBudget", $"{Budget}"), ("Queue__Timeout", "00:01:00"));
        await using var watch = await Watch.BeginAsync(service);

        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            using var answer = await service.Client.PostAsync(Watch.Explanations, Form.With(bomb, "photo", ("images", "none")));
            return (int)answer.StatusCode;
        }));

        var seen = await watch.EndAsync();
        output.WriteLine($"{count} files of {bomb.Length} bytes: {string.Join(", ", answers.CountBy(status => status))}; {seen}");
        Assert.All(answers, status => Assert.True(all.Contains(status), $"{status}"));
        Assert.Contains(some, answers);
        Assert.InRange(seen.Grown, 0, (long)(Budget * (1 + Uncounted)));
        await IsUnharmedAsync(service);
    }

    [Fact]
    public async Task A_hundred_uploads_that_never_end_are_within_the_budget_and_end_at_the_deadline()
    {
        const int Declared = 20_000_000, Sent = 1 << 20;
        using var service = ServiceProcess.Start(("Queue__MemoryBudget", $"{Budget}"), ("Queue__Timeout", "00:00:05"));
        await using var watch = await Watch.BeginAsync(service);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Hostile.UploadAsync(service, Declared, Sent)));

        var seen = await watch.EndAsync();
        output.WriteLine($"{string.Join(", ", answers.CountBy(status => status))}; {seen}");
        Assert.All(answers, status => Assert.True(status is 408 or 429, $"{status}"));
        Assert.Contains(408, answers);
        Assert.InRange(seen.Grown, 0, (long)(Budget * (1 + Uncounted)));
        await IsUnharmedAsync(service);
    }

    [Fact]
    public async Task A_thousand_wrong_names_are_refused_in_a_page()
    {
        using var service = ServiceProcess.Start();
        await using var watch = await Watch.BeginAsync(service);
        var random = new Random(16);
        string Word() => string.Create(100, random, (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = (char)('a' + source.Next(26));
        });
        var concepts = Form.Of("chelsea.png", [.. Enumerable.Range(0, 1000).Select(_ => ("concept", Word()))]);
        var hundred = Form.Of("chelsea.png", [.. Enumerable.Range(0, 100).Select(_ => ("concept", Word()))]);
        var fields = Form.Of("chelsea.png", [.. Enumerable.Range(0, 1000).Select(_ => (Word(), "1"))]);
        var layers = Form.Of("chelsea.png", [.. Enumerable.Range(0, 1000).Select(_ => ("layer", Word()))]);

        foreach (var form in new[] { concepts, hundred, fields, layers })
        {
            using var answer = await service.Client.PostAsync(Watch.Explanations, form);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1, LongestProblem);
        }

        output.WriteLine($"{await watch.EndAsync()}");
    }

    [Fact]
    public async Task An_answer_of_hundreds_of_megabytes_is_refused_before_anything_is_decoded()
    {
        using var service = ServiceProcess.Start();
        await using var watch = await Watch.BeginAsync(service);

        using var answer = await service.Client.PostAsync(Watch.Explanations, Form.With(
            Large(), "photo.jpg", ("top", "100"), ("method", "guided-grad-cam"), ("images", "overlay"), ("images", "heatmap"), ("images", "guidedGradCam")));

        output.WriteLine($"{await watch.EndAsync()}");
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Answer too large", problem.GetProperty("title").GetString());
        Assert.Contains("Queue:MaxAnswerBytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_not_read_is_given_up_with_its_memory()
    {
        // Ten seconds are allowed to everybody; one more for the megabytes that wait.
        const int Rate = 10_000_000;
        using var service = ServiceProcess.Start(("Connections__MinBytesPerSecond", $"{Rate}"));
        await service.UntilReadyAsync();
        using var form = Form.With(Large(), "photo.jpg", ("top", "3"), ("images", "overlay"));
        var body = await form.ReadAsByteArrayAsync();
        using var whole = await service.Client.PostAsync(Watch.Explanations, form);
        var length = (await whole.Content.ReadAsByteArrayAsync()).Length;
        using var socket = await ConnectAsync(service, receives: 4096);
        await socket.SendAsync(Head(form.Headers.ContentType!.ToString(), body.Length));
        await socket.SendAsync(body);

        await UntilHeldAsync(service, held => held > 0);
        await UntilHeldAsync(service, held => held == 0);

        var read = await ReadToEndAsync(socket);
        output.WriteLine($"{read} of {length} bytes were read");
        Assert.InRange(read, 0, length - 1);
        await IsUnharmedAsync(service);
    }

    private static async Task IsUnharmedAsync(ServiceProcess service)
    {
        using var answer = await Watch.AskAsync(service);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static byte[] Head(string type, int length) => Encoding.ASCII.GetBytes(
        $"POST {Watch.Explanations} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n");

    /// <summary>Waits for bytes that the service holds for requests.</summary>
    private static async Task UntilHeldAsync(ServiceProcess service, Predicate<long> isSo)
    {
        const string Held = "gradcam_queue_memory_held_bytes";
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await service.Client.GetStringAsync("/metrics", limit.Token)).Split('\n').Any(line =>
            line.StartsWith(Held, StringComparison.Ordinal) && isSo(long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))))
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
    }

    private static async Task<int> ReadToEndAsync(Socket socket)
    {
        var (buffer, length) = (new byte[64 << 10], 0);
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var read)
                length += read;
        }
        catch (SocketException)
        {
            // Reset: what had arrived is lost with it.
        }
        return length;
    }

    /// <param name="receives">Bytes that the system takes for the caller before he reads them; at least 0, which is the system's own choice.</param>
    private static async Task<Socket> ConnectAsync(ServiceProcess service, int receives = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receives > 0)
            socket.ReceiveBufferSize = receives;
        var address = service.Client.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    private static byte[] Large()
    {
        using var small = SKBitmap.Decode(TestData.Read("Images/chelsea.png"));
        using var large = small.Resize(new SKImageInfo(2048, 2048), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var file = large.Encode(SKEncodedImageFormat.Jpeg, 90);
        return file.ToArray();
    }
}
