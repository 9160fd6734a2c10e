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
    /// What may lie in pools and caches more after request 500 than after request 100. A request needs tens of megabytes for a moment; if it left
    /// eleven kilobytes behind, 400 would exceed this.
    /// </summary>
    private const long Slack = 4 << 20;

    /// <summary>
    /// Each thread that draws keeps buffers of a megabyte or two in its pools, and which threads did, differs: readings of the same service went up and
    /// down by 7 MB (50.0, 50.8, 50.8, 56.0, 54.9, 49.0 MB after 100, 300, …, 1,300 requests). A leak only goes up, so the least of three must not.
    /// </summary>
    private const int LateReadings = 3;

    private static readonly string[] Photos = ["chelsea.png", "coffee.png", "rocket.jpg"];

    [Fact]
    public async Task After_500_requests_there_is_as_much_memory_in_use_as_after_100()
    {
        await using var service = await Service.StartAsync();
        var early = await InUseAfter(100, service);
        var late = new List<InUse> { await InUseAfter(400, service) };
        while (late.Count < LateReadings)
            late.Add(await InUseAfter(50, service));

        output.WriteLine($"after 100 requests {early}, from 500 on {string.Join(", ", late)}");
        Assert.InRange(late.Min(reading => reading.Managed), 0, early.Managed + Slack);
        Assert.InRange(late.Min(reading => reading.Native), 0, early.Native + Slack);
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
