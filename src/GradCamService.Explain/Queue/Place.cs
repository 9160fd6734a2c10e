using GradCamService.Explain.Explainers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Orders;

namespace GradCamService.Explain.Queue;

/// <summary>
/// An admitted request's place, memory and time, on either lane. Its deadline began with admission; where that passes or the caller leaves, work stops
/// wherever it is, and with the place everything is free.
/// </summary>
public sealed class Place : IDisposable
{
    private readonly InferenceQueue _queue;
    private readonly IDisposable? _place;
    private readonly long _uploadBytes;
    private readonly Lane _lane;
    private readonly TimeSpan _timeout;
    private readonly Caller _for;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _either;
    private HeldBytes _held;
    private long _drawnPixels;

    /// <param name="queue">Where it is.</param>
    /// <param name="place">One that is counted, until this is disposed; null on the background lane.</param>
    /// <param name="held">Memory for the upload and the largest photo, on the place's lane.</param>
    /// <param name="uploadBytes">How much of it is the upload's.</param>
    /// <param name="timeout">How long it may take from now on.</param>
    /// <param name="caller">Signalled when nobody waits any longer.</param>
    internal Place(
        InferenceQueue queue, IDisposable? place, HeldBytes held, long uploadBytes, TimeSpan timeout, CancellationToken caller)
    {
        (_queue, _place, _held, _uploadBytes, _timeout, _caller) = (queue, place, held, uploadBytes, timeout, caller);
        (_lane, _for) = (held.Lane, held.Caller);
        _deadline = new CancellationTokenSource(timeout, queue.Time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, caller);
    }

    /// <summary>Receives what the request sends, which must come within its time.</summary>
    /// <param name="receive">To be stopped where its token says so.</param>
    /// <exception cref="UploadTooSlowException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public Task<T> ReceiveAsync<T>(Func<CancellationToken, Task<T>> receive) =>
        InTimeAsync(receive, "upload-slow", () => new UploadTooSlowException(_timeout));

    /// <summary>Decodes a photo and carries out an order on it.</summary>
    /// <param name="order">What is to be done.</param>
    /// <param name="upload">The photo, or a policy's frames; it is let go as soon as it is decoded.</param>
    /// <exception cref="UnsupportedImageException">A file is no image that is served.</exception>
    /// <exception cref="CorruptImageException">A file is damaged.</exception>
    /// <exception cref="ImageTooLargeException">A file has more pixels than allowed.</exception>
    /// <exception cref="UnequalFramesException">Frames are not of one size.</exception>
    /// <exception cref="InvalidFieldsException">The order asks for what lies outside the part of the photo that the network sees.</exception>
    /// <exception cref="PartException">A file besides the photo is wrong in one of these ways.</exception>
    /// <exception cref="AnswerTooLargeException">It asks for more pictures than are drawn for one request.</exception>
    /// <exception cref="TooMuchMemoryException">The photo could never be decoded, or its pictures never be held.</exception>
    /// <exception cref="QueueFullException">They cannot be held now; on the background lane they are waited for.</exception>
    /// <exception cref="DeadlinePassedException">It took too long.</exception>
    /// <exception cref="UnavailableException">The device broke meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public Task<Explained> ExplainAsync(Order order, Upload upload) => InTimeAsync(async cancellation =>
    {
        var (prepared, decoded) = await PrepareAsync(order, upload, cancellation);
        var waiting = new WaitingOrder(prepared, _queue.Time.GetTimestamp(), cancellation) { Lane = _lane, Caller = _for };
        _queue.Waiting.Enter(waiting);
        try
        {
            var explained = await waiting.Completion.WaitAsync(cancellation);
            return explained with { Times = explained.Times with { Decode = decoded } };
        }
        finally
        {
            _queue.Waiting.Leave(waiting);
        }
    });

    /// <summary>Draws or writes what was found, on a worker.</summary>
    /// <param name="explained">What was found.</param>
    /// <param name="draw">To be stopped where its token says so.</param>
    /// <exception cref="DeadlinePassedException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public Task<T> DrawAsync<T>(Explained explained, Func<CancellationToken, T> draw) => InTimeAsync(async cancellation =>
    {
        using var span = QueueTraces.Begin("draw", explained.Order.Model.Name);
        var (drawn, elapsed) = await _queue.Workers.WorkAsync(_lane, () => draw(cancellation), cancellation, _for, new Effort(_drawnPixels));
        _queue.Metrics.Stage("render", explained.Order.Model.Name, elapsed);
        return drawn;
    });

    public void Dispose()
    {
        _held.Dispose();
        _place?.Dispose();
        _either.Dispose();
        _deadline.Dispose();
    }

    private async Task<(PreparedOrder Prepared, TimeSpan Decoded)> PrepareAsync(Order order, Upload upload, CancellationToken cancellation)
    {
        var preparation = new Preparation(order, upload, _queue.Upload.Limits);
        order.Check(preparation.Photo);
        if (order.PictureBytes(preparation.Photo) is var drawn && drawn > _queue.Options.MaxAnswerBytes)
            throw new AnswerTooLargeException(drawn, _queue.Options.MaxAnswerBytes);
        // Three bytes each.
        _drawnPixels = drawn / 3;
        var answerBytes = order.AnswerBytes(preparation.Photo);
        await HoldAsync(_uploadBytes + answerBytes, cancellation);
        using var span = QueueTraces.Begin("decode", order.Model.Name);
        var (prepared, decoded) = await _queue.DecodeAsync(_lane, preparation, cancellation, _for);
        upload.Dispose();
        _held.TryBecome(answerBytes);
        _queue.Metrics.Stage("decode", order.Model.Name, decoded);
        return (prepared, decoded);
    }

    /// <summary>Holds as much as upload, photo and answer take, now that the photo's size is known: mostly less than before.</summary>
    private async Task HoldAsync(long bytes, CancellationToken cancellation)
    {
        if (bytes > _queue.Memory.Held)
            throw new TooMuchMemoryException("Photo and pictures of this answer", bytes, _queue.Memory.Held, "Ask for fewer pictures or concepts.");
        if (_held.TryBecome(bytes))
            return;
        if (_lane == Lane.Interactive)
            throw _queue.MemoryFull(_for, bytes - _held.Bytes);
        // It lets go of what it holds before it waits for all: otherwise two could wait for each other. Its upload is there uncounted meanwhile.
        _held.Dispose();
        _held = await _queue.Memory.HoldAsync(bytes, isAdmitted: true, cancellation);
    }

    private Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work) => InTimeAsync(work, "deadline",
        () => new DeadlinePassedException(_timeout, _lane == Lane.Interactive ? "Queue:Timeout" : null));

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work, string reason, Func<Exception> late)
    {
        try
        {
            return await work(_either.Token);
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            Refused("caller-left");
            throw;
        }
        catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
        {
            Refused(reason);
            throw late();
        }
    }

    private void Refused(string reason)
    {
        if (_lane == Lane.Interactive)
            _queue.Metrics.Refused(reason);
    }
}
