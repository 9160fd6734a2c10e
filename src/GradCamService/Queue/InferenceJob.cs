using GradCamService.Explain.Explainers;
using GradCamService.Explain.Models;

namespace GradCamService.Queue;

/// <summary>What may share a batch: the same network, layer and kind of pass.</summary>
public sealed record BatchKey(LoadedModel Model, string Layer, Passes Passes);

/// <summary>One image that waits for the device.</summary>
/// <param name="Key">What it may share a batch with.</param>
/// <param name="Item">The prepared input and its targets.</param>
/// <param name="Deadline">Timestamp after which nobody waits for it.</param>
/// <param name="Cancellation">Signalled when its caller has left.</param>
public sealed record InferenceJob(BatchKey Key, ExplainerItem Item, long Deadline, CancellationToken Cancellation)
{
    // Asynchronous continuations: otherwise HTTP code would run on the device's thread.
    private readonly TaskCompletionSource<InferenceResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When it began to wait.</summary>
    public required long Submitted { get; init; }

    /// <summary>Backward passes through the whole network: what makes one request longer than another.</summary>
    public int Rounds => Key.Passes.Guided ? Item.Targets.ExpectedCount : 0;

    /// <summary>Whether the two may share a batch: a short job in one with a long would wait for all of its rounds.</summary>
    public bool Fits(InferenceJob other) => Key == other.Key && Rounds == other.Rounds;

    public Task<InferenceResult> Completion => _completion.Task;

    public void Complete(InferenceResult result) => _completion.TrySetResult(result);

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    public void Cancel() => _completion.TrySetCanceled(Cancellation);
}

/// <summary>What the device computed for one image, and how long that took.</summary>
/// <param name="Result">The outputs and explanations.</param>
/// <param name="Waited">From submission to the start of the batch.</param>
/// <param name="Forward">The batch's forward pass.</param>
/// <param name="Backward">The batch's backward passes.</param>
public sealed record InferenceResult(ExplainerResult Result, TimeSpan Waited, TimeSpan Forward, TimeSpan Backward);
