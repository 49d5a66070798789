"""What builders of objects share, and putting their objects together."""
