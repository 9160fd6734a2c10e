using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests;

/// <summary>A service runs for weeks. Nothing else runs in this process meanwhile.</summary>
[Trait("Category", "Soak")]
[Collection(nameof(MemoryTests))]
public sealed partial class MemoryTests(ITestOutputHelper output)
{
    /// <summary>
    /// What may lie in pools and caches more after a window of 400 requests. A request needs tens of megabytes for a moment; if it left eleven kilobytes
    /// behind, every window would exceed this.
    /// </summary>
    private const long Slack = 4 << 20;

    private const int Window = 400;

    /// <summary>
    /// Each thread that decodes, draws or writes keeps buffers of a megabyte or two in its pools, and the first windows give them to threads that had none:
    /// readings of the same service went up by 9 MB within one window and stood still in the next. A leak goes up in all of them.
    /// </summary>
    private const int Windows = 4;

    private static readonly string[] Photos = ["chelsea.png", "coffee.png", "rocket.jpg"];

    [Fact]
    public async Task From_some_request_on_400_more_leave_nothing_behind()
    {
        await using var service = await Service.StartAsync();
        var readings = new List<InUse> { await InUseAfter(100, service) };
        do
            readings.Add(await InUseAfter(Window, service));
        while (readings[^1].Exceeds(readings[^2]) && readings.Count <= Windows);

        output.WriteLine($"after 100 requests, and {Window} more each time: {string.Join(", ", readings)}");
        Assert.False(readings[^1].Exceeds(readings[^2]), $"Memory grew in each of {Windows} windows of {Window} requests: {string.Join(", ", readings)}.");
    }

    private static async Task<InUse> InUseAfter(int requests, Service service)
    {
        for (var i = 0; i < requests; i++)
            await Ask(service, i);
        return InUse.Now();
    }

    private static Task<JsonElement> Ask(Service service, int i) =>
        service.ExplainAsync(Form.Of(Photos[i % Photos.Length], ("images", i % 2 == 0 ? "overlay" : "none"))).JsonAsync();

    /// <summary>
    /// Bytes in use, not bytes resident: what the system leaves in memory of files, and the garbage between two collections, depend on what else
    /// the machine does.
    /// </summary>
    private sealed partial record InUse(long Managed, long Native)
    {
        public bool Exceeds(InUse earlier) => Managed > earlier.Managed + Slack || Native > earlier.Native + Slack;

        public static InUse Now()
        {
            // A first collection finds what has a finalizer, a second what that held.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return new InUse(GC.GetTotalMemory(forceFullCollection: true), NativeBytes());
        }

        private static long NativeBytes() => OperatingSystem.IsLinux() && mallinfo2() is var heap ? (long)(heap.Allocated + heap.Mapped) : 0;

        [LibraryImport("libc.so.6")]
        private static partial HeapStatistics mallinfo2();

        /// <summary>glibc's struct mallinfo2 (malloc.h): ten numbers, of which two are read.</summary>
        [StructLayout(LayoutKind.Sequential)]
        private struct HeapStatistics
        {
            private readonly nuint _arena, _freeChunks, _fastChunks, _mappings;

            /// <summary>hblkhd: bytes in blocks of their own mapping.</summary>
            public readonly nuint Mapped;

            private readonly nuint _unused, _fastBytes;

            /// <summary>uordblks: bytes in blocks that are in use.</summary>
            public readonly nuint Allocated;

            private readonly nuint _freeBytes, _trimmable;
        }
    }
}

/// <summary>Alone: the memory that is measured is this process's.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestsAlone;
