using System.Buffers.Binary;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

public sealed class InferenceQueueTests : IDisposable
{
    private const int Upload = 1000;

    private static readonly Order Order = MadeOrders.Of(MadeOrders.Model(), methods: MethodTable.GradCam);

    private readonly TestQueue _test = new(options: new QueueOptions { Capacity = 2, Timeout = TimeSpan.FromSeconds(10) });

    private InferenceQueue Queue => _test.Queue;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void One_more_than_the_capacity_is_refused_with_the_time_to_come_back()
    {
        using var first = Admit();
        using var second = Admit();
        _test.Rate.Record(images: 1, TimeSpan.FromMinutes(1));

        var refusal = Assert.Throws<QueueFullException>(() => Admit());

        Assert.Contains("2 requests", refusal.Message, StringComparison.Ordinal);
        // (7 · 0.1 s + 60 s) / 8 = 7.6 s an image; one of two must be done before a place is free.
        Assert.Equal(TimeSpan.FromSeconds(8), refusal.RetryAfter);
    }

    [Fact]
    public void A_place_that_was_left_can_be_taken_and_leaving_twice_frees_only_one()
    {
        var first = Admit();
        using var second = Admit();
        first.Dispose();
        first.Dispose();

        using var third = Admit();

        Assert.Throws<QueueFullException>(() => Admit());
    }

    [Fact]
    public void A_refused_request_takes_no_place()
    {
        var first = Admit();
        using var second = Admit();
        for (var i = 0; i < 10; i++)
            Assert.Throws<QueueFullException>(() => Admit());
        first.Dispose();

        Admit().Dispose();
        Assert.Equal(1, Queue.Taken);
    }

    [Fact]
    public void A_draining_queue_admits_nobody_and_says_when_to_come_back()
    {
        Queue.Drain();

        var refusal = Assert.Throws<UnavailableException>(() => Admit());

        Assert.True(Queue.IsDraining);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task An_answer_reaches_its_caller()
    {
        _test.Started();

        var explained = await _test.AskAsync(Order);

        Assert.Same(Order, explained.Order);
        Assert.True(explained.Times.Decode > TimeSpan.Zero);
    }

    [Fact]
    public async Task The_deadline_counts_from_admission()
    {
        using var place = Admit();
        _test.Time.Advance(TimeSpan.FromSeconds(9)); // As reading a form might take.
        var computing = place.ExplainAsync(Order, TestQueue.Photo());

        _test.Time.Advance(TimeSpan.FromSeconds(0.9));
        await UntilWaitingAsync(1);
        Assert.False(computing.IsCompleted);
        _test.Time.Advance(TimeSpan.FromSeconds(0.2));

        var late = await Assert.ThrowsAsync<DeadlinePassedException>(() => computing);
        Assert.Contains("10 s (Queue:Timeout)", late.Message, StringComparison.Ordinal);
        Assert.Equal(0, _test.Waiting.Count);
    }

    [Fact]
    public async Task A_deadline_that_passed_before_the_photo_came_is_told_at_once()
    {
        using var place = Admit();
        _test.Time.Advance(TimeSpan.FromSeconds(11));

        await Assert.ThrowsAsync<DeadlinePassedException>(() => place.ExplainAsync(Order, TestQueue.Photo()));
    }

    [Fact]
    public async Task A_caller_who_leaves_is_let_go_at_once_with_its_place_in_the_room()
    {
        using var left = new CancellationTokenSource();
        var asking = _test.AskAsCallerAsync(Order, left.Token);
        await UntilWaitingAsync(1);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal((0, 0), (_test.Waiting.Count, Queue.Taken));
        Assert.Equal(0, Queue.Memory.HeldNow);
    }

    [Fact]
    public async Task An_upload_is_let_go_as_soon_as_it_is_decoded()
    {
        using var place = Admit();
        var upload = TestQueue.Photo();
        var asking = place.ExplainAsync(Order, upload);
        await UntilWaitingAsync(1);

        Assert.Empty(upload.Files);
        // What waits: the network's input of 3 × 4 × 4 numbers and one map of 4 × 4, and of the small photo its pictures; far less than a large photo.
        Assert.InRange(Queue.Memory.HeldNow, 1, 1 << 20);
    }

    [Fact]
    public void Uploads_that_do_not_fit_into_memory_are_refused_before_they_are_read()
    {
        const int MaxBytes = 1 << 20;
        // A half is for decoding; the other holds one request as large as any, and not two.
        using var test = new TestQueue(options: new QueueOptions { MemoryBudget = 3 * (MaxBytes + ImageHeader.MostDrawnBytes) });
        using var first = test.Queue.Admit(MaxBytes, CancellationToken.None);

        var refusal = Assert.Throws<QueueFullException>(() => test.Queue.Admit(MaxBytes, CancellationToken.None));

        Assert.Contains("memory for requests is full", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, test.Queue.Taken);
    }

    [Fact]
    public async Task More_pictures_than_are_drawn_for_one_request_are_refused_with_the_limit()
    {
        using var test = new TestQueue();
        using var place = test.Queue.Admit(1 << 10, CancellationToken.None);
        var many = MadeOrders.Of(MadeOrders.Model(), concepts: 1_000_000, methods: MethodTable.GradCam);

        var refusal = await Assert.ThrowsAsync<AnswerTooLargeException>(() => place.ExplainAsync(many, TestQueue.Photo()));

        Assert.Contains("268,435,456 (Queue:MaxAnswerBytes)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_could_never_be_held_is_refused()
    {
        using var test = new TestQueue(options: new QueueOptions { MemoryBudget = 64 << 20, MaxAnswerBytes = long.MaxValue });
        using var place = test.Queue.Admit(1 << 10, CancellationToken.None);
        var many = MadeOrders.Of(MadeOrders.Model(), concepts: 1_000_000, methods: MethodTable.GradCam);

        await Assert.ThrowsAsync<TooMuchMemoryException>(() => place.ExplainAsync(many, TestQueue.Photo()));
    }

    [Fact]
    public async Task Files_of_a_request_have_at_most_twice_the_pixels_of_one_together()
    {
        var photo = TestData.Read("Images/rgb.png");
        var pixels = ImageHeader.Read(photo, new DecodeLimits(long.MaxValue)) is var header ? header.Width * header.Height : 0;
        using var test = new TestQueue(upload: new UploadOptions { MaxPixels = pixels });
        using var place = test.Queue.Admit(Upload, CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<ImageTooLargeException>(() => place.ExplainAsync(Order, new Upload([photo, photo, photo])));

        Assert.Contains($"3 images of this request have {3 * pixels} pixels together; at most {2 * pixels}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_that_could_never_be_decoded_is_refused_by_its_header()
    {
        using var test = new TestQueue(options: new QueueOptions { MemoryBudget = 64 << 20 }, upload: new UploadOptions { MaxPixels = 1_000_000_000 });
        using var place = test.Queue.Admit(Upload, CancellationToken.None);

        // The file says 30,000 × 30,000; of 10,000 columns, it is not too many pixels, but too much to decode in 32 MiB.
        var photo = TestData.Read("Images/30000x30000.png");
        BinaryPrimitives.WriteInt32BigEndian(photo.AsSpan(16), 10_000);

        var refusal = await Assert.ThrowsAsync<TooMuchMemoryException>(() => place.ExplainAsync(Order, new Upload([photo])));

        Assert.Contains("Decoding this photo", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_photo_is_told_and_takes_nothing_with_it()
    {
        using (var place = Admit())
            await Assert.ThrowsAsync<UnsupportedImageException>(() => place.ExplainAsync(Order, new Upload([new byte[100]])));

        Assert.Equal((0, 0L), (Queue.Taken, Queue.Memory.HeldNow));
    }

    private Place Admit() => Queue.Admit(Upload, CancellationToken.None);

    private async Task UntilWaitingAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (_test.Waiting.Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(1), limit.Token);
    }
}
