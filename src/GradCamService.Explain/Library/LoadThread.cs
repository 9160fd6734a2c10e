using System.Runtime.ExceptionServices;

namespace GradCamService.Explain.Library;

/// <summary>A thread for one load: a stranger's network may keep it for as long as it likes, and the dispose scopes of its tensors are its own.</summary>
internal static class LoadThread
{
    public static Task<T> Run<T>(Func<T> load)
    {
        // Asynchronous continuations: otherwise who waits would run on it.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                completion.SetResult(load());
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        })
        { Name = "model", IsBackground = true }.Start();
        return completion.Task;
    }

    /// <summary>Waits, on such a thread, until something was done elsewhere.</summary>
    /// <param name="elsewhere">Has it done.</param>
    /// <param name="work">What fails there, fails here.</param>
    public static void Await(Action<Action> elsewhere, Action work)
    {
        var done = new ManualResetEventSlim();
        ExceptionDispatchInfo? failure = null;
        elsewhere(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            done.Set();
        });
        done.Wait();
        failure?.Throw();
    }
}
