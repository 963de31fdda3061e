import SpotShell

// Everything is composed in SpotShell, where tests can reach it.
Shell.main()
