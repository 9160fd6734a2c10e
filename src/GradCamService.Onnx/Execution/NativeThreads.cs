namespace GradCamService.Onnx.Execution;

/// <summary>The threads of GNU OpenMP, on which libtorch computes.</summary>
internal static class NativeThreads
{
    // What libgomp itself takes where it knows that there are more threads than cores; a few microseconds.
    private const string BriefSpin = "1000";

    /// <summary>
    /// Lets a thread that waits for the others sleep after microseconds. By default it spins for milliseconds, which gains a few percent on
    /// idle cores; where another process or a container's quota takes a core away, the spinning takes the core from the very thread that
    /// is waited for, and one explanation of 30 ms was measured to take seconds. The
    /// environment's own <c>GOMP_SPINCOUNT</c> wins; an <c>OMP_WAIT_POLICY</c> too.
    /// </summary>
    /// <returns>Whether the threads were told.</returns>
    public static bool SpinBriefly() =>
        Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && NativeSettings.Set("GOMP_SPINCOUNT", BriefSpin);
}
