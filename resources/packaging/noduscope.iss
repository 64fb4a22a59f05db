; Inno Setup: the Windows installer of dist\noduscope. Run from the repository's root:
;   iscc /DAppVersion=0.1.0 resources\packaging\noduscope.iss
; Written and not yet run: docs/bundle.md.
#ifndef AppVersion
  #error Give the version: iscc /DAppVersion=X.Y.Z
#endif

[Setup]
AppId={{5F1B0C9E-6B0E-4E0B-9C64-3C1F5D1D7A20}
AppName=Noduscope
AppVersion={#AppVersion}
AppPublisher=The Noduscope developers
DefaultDirName={autopf}\Noduscope
DefaultGroupName=Noduscope
; For all users, or for one without an administrator's rights.
PrivilegesRequired=admin
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
Compression=lzma2
SolidCompression=yes
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=noduscope-{#AppVersion}-setup
LicenseFile=LICENSE
UninstallDisplayIcon={app}\Noduscope-window.exe
CloseApplications=yes

[InstallDelete]
; A file of an older version beside those of a newer one could be loaded in their place.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\noduscope\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Noduscope"; Filename: "{app}\Noduscope-window.exe"
Name: "{autodesktop}\Noduscope"; Filename: "{app}\Noduscope-window.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\Noduscope-window.exe"; Description: "{cm:LaunchProgram,Noduscope}"; Flags: nowait postinstall skipifsilent
