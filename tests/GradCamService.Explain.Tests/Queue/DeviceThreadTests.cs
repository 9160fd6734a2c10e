using System.Runtime.InteropServices;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Library;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Queue;
using GradCamService.Explain.Tests.Networks;
using GradCamService.Onnx;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GradCamService.Explain.Tests.Queue;

/// <summary>Faults of the engine and of the device, injected: who is told what, what runs on, what does not.</summary>
public sealed class DeviceThreadTests
{
    private static readonly LoadedModel Model = MadeOrders.Model();
    private static readonly Order Order = MadeOrders.Of(Model, methods: MethodTable.GradCam);
    private static readonly Order Long = MadeOrders.Of(Model, methods: MethodTable.Named("rise"));

    private readonly List<int> _batches = [];

    [Fact]
    public async Task A_batch_that_does_not_fit_into_memory_is_halved_until_it_does()
    {
        using var test = new TestQueue(batch =>
        {
            _batches.Add(batch.Count);
            return batch.Count > 2 ? throw OutOfMemory() : [.. batch.Select(MadeOrders.Answer)];
        });
        var asking = await WaitingAsync(test, 8);

        test.Started();

        Assert.Equal(8, (await Task.WhenAll(asking)).Length);
        Assert.Equal([8, 4, 2, 2, 4, 2, 2], _batches);
        Assert.Null(test.Device.Unavailable);
        Assert.Equal(3, test.Log.All.Count(line => line.Level == LogLevel.Warning));
    }

    [Fact]
    public async Task Why_a_model_computes_one_image_at_a_time_is_in_the_log()
    {
        using var models = new ModelsFolder();
        var network = SmallNetworks.Plain();
        network.Graph.Input[0] = NetworkBuilder.Value("image", 1, 1, 3, 16, 16);
        var place = network.SaveInto(models.Path, "fixed");
        using var test = new TestQueue();

        test.Device.Start(device => ModelLibrary.Load([place], device));
        test.Waiting.Close();
        await test.Device.Ended;

        Assert.Contains((LogLevel.Information, "Model fixed computes one image at a time: its file fixes a batch of one image"), test.Log.All);
    }

    [Fact]
    public async Task One_image_that_does_not_fit_fails_alone_and_the_next_is_computed()
    {
        var isFull = true;
        using var test = new TestQueue(batch => isFull
            ? throw OutOfMemory() : [.. batch.Select(MadeOrders.Answer)]).Started();

        var fault = await Assert.ThrowsAsync<EngineException>(() => test.AskAsync(Order));
        isFull = false;
        await test.AskAsync(Order);

        Assert.Equal(EngineFault.OutOfMemory, fault.Fault);
        Assert.Null(test.Device.Unavailable);
    }

    [Fact]
    public async Task A_device_error_that_passes_fails_its_batch_image_by_image_and_the_next_is_computed()
    {
        var calls = 0;
        using var test = new TestQueue(batch =>
            ++calls == 1 ? throw DeviceError() : [.. batch.Select(MadeOrders.Answer)]);
        var asking = await WaitingAsync(test, 2);

        test.Started();

        await Task.WhenAll(asking);
        Assert.Null(test.Device.Unavailable);
    }

    [Fact]
    public async Task A_device_that_is_broken_for_good_tells_all_who_wait_and_all_who_come()
    {
        using var test = new TestQueue(
            _ => throw DeviceError(), works: () => throw new InvalidOperationException("CUDA error"));
        var asking = await WaitingAsync(test, 3);
        var other = test.AskAsync(MadeOrders.Of(Model, layer: "block4", methods: MethodTable.GradCam));

        test.Started();

        foreach (var caller in asking.Append(other))
            Assert.NotNull((await Assert.ThrowsAsync<UnavailableException>(() => caller)).RetryAfter);
        Assert.Throws<UnavailableException>(() => test.Queue.Admit(1, CancellationToken.None));
        Assert.NotNull(test.Device.Unavailable);
        Assert.Contains(test.Log.All, line => line.Level == LogLevel.Critical);
        Assert.Equal(0, test.Queue.Taken);
    }

    [Fact]
    public async Task When_the_thread_dies_waiting_callers_are_told_and_not_left_to_their_deadline()
    {
        using var test = new TestQueue();
        var asking = await WaitingAsync(test, 3);
        test.Device.Start(_ => throw new InvalidOperationException("no such device"));

        foreach (var caller in asking)
            Assert.Contains("started anew", (await Assert.ThrowsAsync<UnavailableException>(() => caller)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Device.Ended);
        Assert.Throws<UnavailableException>(() => test.Queue.Admit(1, CancellationToken.None));
    }

    [Fact]
    public async Task A_thread_that_dies_while_it_runs_tells_all_who_wait_behind()
    {
        using var test = new TestQueue();
        // Without a model, nobody can say how large its batch may be: an error outside of any batch.
        test.Waiting.Enter(MadeOrders.Waiting(Order with { Model = null!, Methods = [] }));
        var asking = new[] { test.AskAsync(Order), test.AskAsync(Order) };
        await UntilWaitingAsync(test, 3);

        test.Started();

        foreach (var caller in asking)
            Assert.NotNull((await Assert.ThrowsAsync<UnavailableException>(() => caller)).RetryAfter);
        await Assert.ThrowsAsync<NullReferenceException>(() => test.Device.Ended);
        Assert.Contains(test.Log.All, line => line is (LogLevel.Critical, "The device thread died"));
    }

    [Fact]
    public async Task Nothing_is_computed_for_callers_who_left()
    {
        using var left = new CancellationTokenSource();
        using var test = new TestQueue(batch =>
        {
            _batches.Add(batch.Count);
            return [.. batch.Select(MadeOrders.Answer)];
        });
        var staying = await WaitingAsync(test, 1);
        var leaving = test.AskAsCallerAsync(Order, left.Token);
        await UntilWaitingAsync(test, 2);

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        test.Started();

        await staying[0];
        Assert.Equal([1], _batches);
    }

    [Theory]
    [InlineData(100, 1000, 5)] // With a backward pass, an image counts twice: 1000 / 200.
    [InlineData(2000, 1000, 1)] // One always runs.
    [InlineData(1, 1000, 8)] // Queue:MaxBatch.
    public async Task A_batch_is_no_larger_than_its_bytes_allow(long bytesAnImage, long most, int expected)
    {
        using var test = new TestQueue(
            batch =>
            {
                _batches.Add(batch.Count);
                return [.. batch.Select(MadeOrders.Answer)];
            },
            options: new QueueOptions { BatchMemory = most });
        var asking = await WaitingAsync(test, 8, MadeOrders.Of(MadeOrders.Model(activationBytes: bytesAnImage), methods: MethodTable.GradCam));

        test.Started();

        await Task.WhenAll(asking);
        Assert.Equal(expected, _batches[0]);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_the_models_file_allows()
    {
        using var test = new TestQueue(batch =>
        {
            _batches.Add(batch.Count);
            return [.. batch.Select(MadeOrders.Answer)];
        });
        var asking = await WaitingAsync(test, 3, MadeOrders.Of(MadeOrders.Model(maxBatch: 1), methods: MethodTable.GradCam));

        test.Started();

        await Task.WhenAll(asking);
        Assert.Equal([1, 1, 1], _batches);
    }

    // Runs of the network besides the batch's own, and many backward passes of one run.
    [Theory]
    [InlineData("rise", 1)]
    [InlineData("guided-backprop", 20)]
    public async Task Between_the_passes_of_a_long_order_short_ones_are_computed_and_other_long_ones_wait(string method, int concepts)
    {
        var order = MadeOrders.Of(Model, concepts, methods: MethodTable.Named(method));
        var computed = new List<string>();
        var others = new List<Task<Explained>>();
        TestQueue? test = null;
        using (test = new TestQueue(meanwhile: (batch, pace) =>
        {
            if (others.Count == 0)
            {
                others.AddRange([test!.AskAsync(order), test.AskAsync(Order), test.AskAsync(Order)]);
                Assert.True(SpinWait.SpinUntil(() => test.Waiting.Count == 3, TimeSpan.FromSeconds(10)));
                pace.Between();
            }
            computed.Add($"{batch.Count} {batch[0].Order.Methods[0].Name}");
        }).Started())
        {
            await test.AskAsync(order);
            await Task.WhenAll(others);
        }

        Assert.Equal(["2 grad-cam", $"1 {method}", $"1 {method}"], computed);
    }

    [Theory]
    [InlineData("rise", 1)]
    [InlineData("guided-backprop", 20)]
    public async Task A_long_order_ends_at_its_next_pass_when_its_caller_leaves(string method, int concepts)
    {
        var order = MadeOrders.Of(Model, concepts, methods: MethodTable.Named(method));
        using var left = new CancellationTokenSource();
        var passes = 0;
        using var test = new TestQueue(meanwhile: (batch, pace) =>
        {
            for (; passes < 100 && batch[0].Order.IsLong; passes++)
            {
                pace.Between();
                left.Cancel();
            }
        }).Started();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.AskAsCallerAsync(order, left.Token));
        await test.AskAsync(Order);

        Assert.Equal(1, passes);
    }

    [Fact]
    public async Task A_long_order_that_does_not_fit_into_memory_is_done_in_smaller_passes()
    {
        var sizes = new List<int>();
        using var test = new TestQueue(meanwhile: (_, pace) =>
        {
            sizes.Add(pace.Most);
            if (pace.Most > 2)
                throw OutOfMemory();
        }).Started();

        await test.AskAsync(Long);

        Assert.Equal([8, 4, 2], sizes);
    }

    // As TorchSharp hands them on.
    private static NativeReport OutOfMemory() => new("CUDA out of memory. Tried to allocate 2.00 GiB");

    private static NativeReport DeviceError() => new("CUDA error: device-side assert triggered");

    private static async Task<List<Task<Explained>>> WaitingAsync(TestQueue test, int count, Order? order = null)
    {
        var asking = Enumerable.Range(0, count).Select(_ => test.AskAsync(order ?? Order)).ToList();
        await UntilWaitingAsync(test, count);
        return asking;
    }

    private static async Task UntilWaitingAsync(TestQueue test, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (test.Waiting.Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(1), limit.Token);
    }

    private sealed class NativeReport(string text) : ExternalException(text);
}
